"""Addresses of the team, under /equipe/."""

from django.urls import path

from . import journal
from .library import charter, testimonies, themes
from .library import views as library
from .organisations import site
from .people import views as people
from .programmes import views as programmes
from .support import cases, day, team
from .support import views as support

urlpatterns = [
    path("", people.moderation_queue, name="moderation-queue"),
    path("aujourd-hui/", day.moderators_day, name="moderators-day"),
    path("aujourd-hui/notes/", day.leave_note, name="leave-note"),
    path("aujourd-hui/notes/<str:code>/retirer/", day.remove_note, name="remove-note"),
    path("aujourd-hui/appeler/<slug:sector>/", day.call_mentors, name="call-mentors"),
    path("suivant/", people.take_next, name="take-next-profile"),
    path("profils/<str:code>/", people.profile_review, name="profile-review"),
    path("profils/<str:code>/publier/", people.decide, {"verb": "approve"}, name="approve-profile"),
    path("profils/<str:code>/corriger/", people.decide, {"verb": "ask_change"}, name="ask-profile-change"),
    path("profils/<str:code>/refuser/", people.decide, {"verb": "refuse"}, name="refuse-profile"),
    path("profils/<str:code>/deuxieme-avis/", people.decide, {"verb": "escalate"}, name="escalate-profile"),
    path("profils/<str:code>/confirmer/", people.decide, {"verb": "confirm"}, name="confirm-recheck"),
    path("profils/<str:code>/retablir/", people.decide, {"verb": "restore"}, name="restore-profile"),
    path("profils/<str:code>/prendre/", people.hold, {"verb": "take"}, name="take-profile"),
    path("profils/<str:code>/laisser/", people.hold, {"verb": "release"}, name="release-profile"),
    path("profils/<str:code>/nom/", people.open_identity, name="open-identity"),
    path("profils/<str:code>/relier/", people.link_accounts, name="link-accounts"),
    path("signalements/", cases.case_list, name="case-list"),
    path("signalements/<str:code>/", cases.case_detail, name="case-detail"),
    path("signalements/<str:code>/prendre/", cases.take_case, name="take-case"),
    path("signalements/<str:code>/laisser/", cases.release_case, name="release-case"),
    path("signalements/<str:code>/gravite/", cases.rate_case, name="rate-case"),
    path("signalements/<str:code>/entendre/", cases.hear_reported, name="hear-reported"),
    path("signalements/<str:code>/decider/", cases.decide_case, name="decide-case"),
    path("signalements/<str:code>/recours/", cases.answer_appeal, name="answer-appeal"),
    path("messages/", support.message_list, name="message-list"),
    path("messages/<str:code>/", support.message_detail, name="message-detail"),
    path("messages/<str:code>/prendre/", support.take_message, name="take-message"),
    path("messages/<str:code>/laisser/", support.release_message, name="release-message"),
    path("messages/<str:code>/classer/", support.dismiss_message, name="dismiss-message"),
    path("messages/<str:code>/repondre/", support.answer_message, name="answer-message"),
    path("bibliotheque/", library.article_list, name="article-list"),
    path("bibliotheque/nouveau/", library.create_article, name="create-article"),
    path("bibliotheque/themes/", themes.theme_list, name="theme-list"),
    path("bibliotheque/themes/<slug:slug>/", themes.edit_theme, name="edit-theme"),
    path("bibliotheque/themes/<slug:slug>/supprimer/", themes.remove_theme, name="remove-theme"),
    path("bibliotheque/charte/", charter.charter_desk, name="charter-desk"),
    path("bibliotheque/charte/nouvelle/", charter.publish_charter, name="publish-charter"),
    path("bibliotheque/<slug:code>/", library.edit_article, name="edit-article"),
    path("bibliotheque/<slug:code>/publier/", library.publish_article, name="publish-article"),
    path("bibliotheque/<slug:code>/classer/", library.place_article, name="place-article"),
    path("bibliotheque/<slug:code>/retirer/", library.move_article, {"verb": "withdraw"}, name="withdraw-article"),
    path("bibliotheque/<slug:code>/attendre/", library.move_article, {"verb": "unschedule"}, name="unschedule-article"),
    path("bibliotheque/<slug:code>/jeter/", library.drop_draft, name="drop-draft"),
    path("bibliotheque/<slug:code>/images/", library.add_image, name="add-image"),
    path("bibliotheque/<slug:code>/images/<slug:image>/", library.describe_image, name="describe-image"),
    path("bibliotheque/<slug:code>/images/<slug:image>/supprimer/", library.remove_image, name="remove-image"),
    path("bibliotheque/<slug:code>/versions/<int:number>/", library.article_version, name="article-version"),
    path("bibliotheque/<slug:code>/versions/<int:number>/reprendre/", library.restore_version, name="restore-version"),
    path("temoignages/", testimonies.testimony_list, name="testimony-list"),
    path("temoignages/<str:code>/", testimonies.testimony_review, name="testimony-review"),
    path("temoignages/<str:code>/publier/", testimonies.decide, {"verb": "publish"}, name="publish-testimony"),
    path("temoignages/<str:code>/corriger/", testimonies.decide, {"verb": "change"}, name="ask-testimony-change"),
    path("temoignages/<str:code>/refuser/", testimonies.decide, {"verb": "refuse"}, name="refuse-testimony"),
    path("membres/", team.team_list, name="team-list"),
    path("membres/nommer/", team.give_role, name="give-role"),
    path("membres/<str:code>/<slug:role>/retirer/", team.remove_role, name="remove-role"),
    path("organisations/", site.organisation_desk, name="organisation-desk"),
    path("organisations/nouvelle/", site.create_organisation, name="create-organisation"),
    path("organisations/participer/", site.add_party, name="add-party"),
    path("organisations/responsable/", site.appoint_manager, name="appoint-manager"),
    path("conditions/", programmes.edit_eligibility, name="edit-eligibility"),
    path("conditions/attestations/", programmes.attestation_list, name="attestation-list"),
    path("journal/", journal.journal, name="journal"),
]
