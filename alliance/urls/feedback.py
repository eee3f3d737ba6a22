"""Surveys: running them, their templates, and answering."""

from django.urls import path

from alliance.views.feedback import (
    answering,
    documents,
    questions,
    replies,
    results,
    sharing,
    standing,
    survey,
    surveys,
    templates,
)

SURVEYS = "a/<slug:slug>/surveys/"
SURVEY = f"{SURVEYS}<uuid:survey_id>/"
STANDING = f"{SURVEYS}standing/"
TEMPLATES = f"{SURVEYS}templates/"
TEMPLATE = f"{TEMPLATES}<uuid:template_id>/"

urlpatterns = [
    path(SURVEYS, surveys.survey_list, name="surveys"),
    path(f"{SURVEYS}new/", surveys.choose_template, name="choose_survey_template"),
    path(f"{SURVEYS}new/<slug:template>/", surveys.new_survey, name="new_survey"),
    path(SURVEY, survey.survey, name="survey"),
    path(f"{SURVEY}edit/", survey.edit, name="edit_survey"),
    path(f"{SURVEY}form/", survey.preview, name="preview_survey"),
    path(f"{SURVEY}open/", survey.open_now, name="open_survey"),
    path(f"{SURVEY}remind/", survey.remind, name="remind_survey"),
    path(f"{SURVEY}try-again/", survey.try_again, name="try_survey_letters_again"),
    path(f"{SURVEY}close/", survey.close, name="close_survey"),
    path(f"{SURVEY}remove/", survey.remove, name="remove_survey"),
    path(f"{SURVEY}results/", results.results, name="survey_results"),
    path(f"{SURVEY}results/export/", results.export, name="export_survey_results"),
    path(f"{SURVEY}results/document/", documents.fetch, name="survey_document"),
    path(f"{SURVEY}results/document/make/", documents.make, name="make_survey_document"),
    path(f"{SURVEY}results/share/", sharing.share, name="share_survey_results"),
    path(f"{SURVEY}results/take-back/", sharing.take_back, name="take_back_survey_results"),
    path(f"{SURVEY}answers/", results.answers, name="survey_answers"),
    path(f"{SURVEY}replies/", replies.replies, name="survey_replies"),
    path(f"{SURVEY}replies/add/", replies.add, name="add_survey_reply"),
    path(f"{SURVEY}replies/<uuid:reply_id>/", replies.edit, name="edit_survey_reply"),
    path(f"{SURVEY}replies/<uuid:reply_id>/remove/", replies.remove, name="remove_survey_reply"),
    path(STANDING, standing.standing_surveys, name="standing_surveys"),
    path(f"{STANDING}<slug:trigger>/", standing.edit_standing, name="edit_standing_survey"),
    path(f"{STANDING}<slug:trigger>/stop/", standing.stop_standing, name="stop_standing_survey"),
    path(TEMPLATES, templates.template_list, name="survey_templates"),
    path(f"{TEMPLATES}new/", templates.new_template, name="new_survey_template"),
    path(f"{TEMPLATES}take/<slug:shipped>/", templates.take, name="take_survey_template"),
    path(TEMPLATE, templates.template, name="survey_template"),
    path(f"{TEMPLATE}form/", templates.preview, name="preview_survey_template"),
    path(f"{TEMPLATE}rename/", templates.describe, name="describe_survey_template"),
    path(f"{TEMPLATE}copy/", templates.copy, name="copy_survey_template"),
    path(f"{TEMPLATE}retire/", templates.retire, name="retire_survey_template"),
    path(f"{TEMPLATE}sections/add/", questions.add_section, name="add_survey_section"),
    path(f"{TEMPLATE}sections/<slug:section>/", questions.edit_section, name="edit_survey_section"),
    path(
        f"{TEMPLATE}sections/<slug:section>/remove/", questions.remove_section, name="remove_survey_section"
    ),
    path(f"{TEMPLATE}sections/<slug:section>/questions/", questions.add_question, name="add_survey_question"),
    path(f"{TEMPLATE}questions/<slug:question>/", questions.edit_question, name="edit_survey_question"),
    path(f"{TEMPLATE}questions/<slug:question>/move/", questions.move_question, name="move_survey_question"),
    path(
        f"{TEMPLATE}questions/<slug:question>/remove/",
        questions.remove_question,
        name="remove_survey_question",
    ),
    path("p/<slug:slug>/answer/<str:token>/", answering.answer, name="answer_survey"),
    path("p/<slug:slug>/answer/<str:token>/stop/", answering.stop, name="stop_survey_reminders"),
    path("p/<slug:slug>/surveys/<uuid:survey_id>/", answering.outcome, name="survey_outcome"),
]
