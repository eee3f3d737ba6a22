"""The alliance app's tables, one file per aggregate."""

from alliance.models.agreements import (
    Agreement,
    AgreementDocument,
    AgreementNotice,
    AgreementTemplate,
    Novation,
    Obligation,
)
from alliance.models.alliance import Alliance, ServedAuthority
from alliance.models.announcement import Announcement, AnnouncementReading
from alliance.models.calendar import CalendarEntry, CalendarFeed, TermDate
from alliance.models.contact_check import ContactCheck
from alliance.models.credential import ApiCredential
from alliance.models.diligence import ChecklistLine, DiligenceAction, DiligenceCheck, DiligenceReview
from alliance.models.engagement import Engagement
from alliance.models.facts import PupilMeasure, WorkforceSnapshot
from alliance.models.feedback import (
    BallotBox,
    StandingSurvey,
    Survey,
    SurveyAnswers,
    SurveyDocument,
    SurveyInvitation,
    SurveyPartner,
    SurveyReply,
    SurveyTemplate,
    TemplateVersion,
)
from alliance.models.growth import (
    Assessment,
    BoardDecision,
    Criterion,
    ExpertiseArea,
    OnboardingCapacity,
    OnboardingTick,
    PartnerExpertise,
    Priority,
    Prospect,
    ProspectExpertise,
    ProspectPriority,
    Rubric,
    Score,
)
from alliance.models.invitation import Invitation
from alliance.models.membership import Membership
from alliance.models.partner import Contact, Partner, PartnerRole
from alliance.models.partnership import Evidence, Exchange, HostingPreference, Inspection, Specialism
from alliance.models.register import (
    LocalAuthority,
    RegisterChange,
    RegisterImport,
    RegisterNews,
    RegisterRejection,
    School,
    SchoolLink,
    SchoolSighting,
)
from alliance.models.resource import Resource, ResourceVersion
from alliance.models.roster import (
    FORMER_MEMBER,
    Employment,
    Person,
    PersonMerge,
    RetentionRule,
    SubjectAccess,
    TwoPeople,
)
from alliance.models.skipped_step import SkippedStep
from alliance.models.support_entry import SupportEntry
from alliance.models.task import Task
from alliance.models.user import User

__all__ = [
    "FORMER_MEMBER",
    "Agreement",
    "AgreementDocument",
    "AgreementNotice",
    "AgreementTemplate",
    "Alliance",
    "Announcement",
    "AnnouncementReading",
    "ApiCredential",
    "Assessment",
    "BallotBox",
    "BoardDecision",
    "CalendarEntry",
    "CalendarFeed",
    "ChecklistLine",
    "Contact",
    "ContactCheck",
    "Criterion",
    "DiligenceAction",
    "DiligenceCheck",
    "DiligenceReview",
    "Employment",
    "Engagement",
    "Evidence",
    "Exchange",
    "ExpertiseArea",
    "HostingPreference",
    "Inspection",
    "Invitation",
    "LocalAuthority",
    "Membership",
    "Novation",
    "Obligation",
    "OnboardingCapacity",
    "OnboardingTick",
    "Partner",
    "PartnerExpertise",
    "PartnerRole",
    "Person",
    "PersonMerge",
    "Priority",
    "Prospect",
    "ProspectExpertise",
    "ProspectPriority",
    "PupilMeasure",
    "RegisterChange",
    "RegisterImport",
    "RegisterNews",
    "RegisterRejection",
    "Resource",
    "ResourceVersion",
    "RetentionRule",
    "Rubric",
    "School",
    "SchoolLink",
    "SchoolSighting",
    "Score",
    "ServedAuthority",
    "SkippedStep",
    "Specialism",
    "StandingSurvey",
    "SubjectAccess",
    "SupportEntry",
    "Survey",
    "SurveyAnswers",
    "SurveyDocument",
    "SurveyInvitation",
    "SurveyPartner",
    "SurveyReply",
    "SurveyTemplate",
    "Task",
    "TemplateVersion",
    "TermDate",
    "TwoPeople",
    "User",
    "WorkforceSnapshot",
]
