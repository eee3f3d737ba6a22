"""Surveys as partners' systems sync them: those that people of their own schools were asked, once open.

How many answered is told once it has closed, of five or more; the results and “You said, we did” once they
are shown to everybody who was asked. Never an answer, never who was asked or answered.
"""

from alliance.choices import ApiScope
from alliance.logic.feedback.suppression import FEWEST
from foundation.feed.columns import Column, object_of
from foundation.feed.resources import Resource

REPLY = object_of(
    (
        Column("said", "told.said"),
        Column("did", "told.did"),
        Column("done_by", "told.done_by"),
        Column("done_on", "told.done_on", "moment"),
    )
)
REPLIES = f"""'[' || array_to_string(ARRAY(
            SELECT {REPLY} FROM alliance_surveyreply AS told
             WHERE told.alliance_id = v.alliance_id AND told.survey_id = v.id AND told.published
             ORDER BY told.done_on DESC, told.id DESC), ',') || ']'"""  # noqa: S608  # our own columns
REPLIES_IN_WORDS = """array_to_string(ARRAY(
            SELECT told.said || ': ' || told.did FROM alliance_surveyreply AS told
             WHERE told.alliance_id = v.alliance_id AND told.survey_id = v.id AND told.published
             ORDER BY told.done_on DESC, told.id DESC), '; ')"""

SURVEYS = Resource(
    type="survey",
    plural="surveys",
    scope=ApiScope.READ_SURVEYS,
    source="""alliance_survey AS v
         JOIN alliance_templateversion AS w ON w.alliance_id = v.alliance_id AND w.id = v.version_id
         JOIN alliance_surveytemplate AS t ON t.alliance_id = w.alliance_id AND t.id = w.template_id""",
    alliance="v.alliance_id",
    key="v.id",
    public_id="v.public_id",
    holder="NULL::bigint",
    held="""EXISTS (SELECT FROM alliance_surveypartner AS asked
                     WHERE asked.alliance_id = v.alliance_id AND asked.survey_id = v.id
                       AND asked.partner_id = ANY ({holdings}))""",
    shared="false",
    columns=(
        Column("id", "v.public_id", "word"),
        Column("type", "'survey'", "word"),
        Column("version", "v.version", "number"),
        Column("updated_at", "v.updated_at", "moment"),
        Column("title", "v.title"),
        Column("template_id", "t.public_id", "word"),
        Column("template_version", "w.number", "number"),
        Column("mode", "v.mode", "word"),
        Column("state", "v.state", "word"),
        Column("opened_on", "v.opened_on", "moment", nullable=True),
        Column("closes_on", "v.closes_on", "moment"),
        Column("closed_at", "v.closed_at", "moment", nullable=True),
        Column("answered", f"CASE WHEN v.answered >= {FEWEST} THEN v.answered END", "number", nullable=True),
        Column("results", "v.shared_results", "json", nullable=True),
        Column("results_shared_at", "v.shared_at", "moment", nullable=True),
        Column("replies", REPLIES, "json", plain=REPLIES_IN_WORDS),
    ),
)
