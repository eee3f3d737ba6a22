"""Templates that the portal brings. An alliance takes a copy of its own and may change it."""

from dataclasses import dataclass

from alliance.choices import QuestionKind
from alliance.logic.feedback.questionnaire import Question, Questionnaire, Section


@dataclass(frozen=True)
class Shipped:
    key: str
    title: str
    about: str
    questionnaire: Questionnaire


ANNUAL_PARTNER_SURVEY = Shipped(
    "annual-partner",
    "Annual partner survey",
    "What partners think of the alliance, once a year: its direction, what it gives, and working together.",
    Questionnaire(
        (
            Section(
                "direction",
                "Direction",
                "Thinking of the last twelve months.",
                (
                    Question(
                        "vision",
                        QuestionKind.LIKERT,
                        "I understand what the alliance is trying to achieve",
                        required=True,
                    ),
                    Question(
                        "voice",
                        QuestionKind.LIKERT,
                        "Our school or organisation has a say in what the alliance does",
                        required=True,
                    ),
                    Question(
                        "recommend",
                        QuestionKind.SCORE,
                        "How likely are you to recommend the alliance to another school?",
                        help="0 is not at all likely, 10 is extremely likely.",
                        required=True,
                    ),
                ),
            ),
            Section(
                "offer",
                "What the alliance gives",
                "",
                (
                    Question(
                        "used",
                        QuestionKind.MULTI,
                        "What have you taken part in this year?",
                        help="Choose all that apply.",
                        options=(
                            "Training teachers",
                            "Early career teachers",
                            "Professional development",
                            "School-to-school support",
                            "Networks and meetings",
                            "None of these",
                        ),
                    ),
                    Question(
                        "quality",
                        QuestionKind.GRID,
                        "How far do you agree?",
                        options=(
                            "The alliance’s training has helped practice in our classrooms",
                            "The support we got met the need we had",
                            "It was worth the time of our staff",
                        ),
                    ),
                    Question("best", QuestionKind.TEXT, "What has made the most difference?"),
                ),
            ),
            Section(
                "together",
                "Working together",
                "",
                (
                    Question(
                        "contact",
                        QuestionKind.LIKERT,
                        "I know whom to ask, and I get an answer",
                        required=True,
                    ),
                    Question(
                        "next",
                        QuestionKind.SINGLE,
                        "What should the alliance put first next year?",
                        options=(
                            "Recruiting and training teachers",
                            "Developing teachers",
                            "Developing leaders",
                            "Supporting schools in need",
                            "Sharing research and practice",
                        ),
                    ),
                    Question("better", QuestionKind.TEXT, "What should we do better?"),
                ),
            ),
        )
    ),
)

SHIPPED = {template.key: template for template in (ANNUAL_PARTNER_SURVEY,)}
