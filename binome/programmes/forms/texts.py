"""The words that a form starts with: the invitation, the nomination, the welcome. Ours; the manager rewords them.

Plain sentences that say neither « chère » nor « cher »: the same words suit whoever reads them.
"""

Texts = dict[str, dict[str, str]]

KINDS = ("invitation", "nomination", "welcome", "time")
LONGEST = 1_200
#: How much time it takes, as the person invited reads it, and her line manager where the programme tells her or him.
TIME = {
    "fr": "Un rendez-vous d’une heure environ par mois.",
    "en": "One meeting of about an hour each month.",
}


def _texts(fr: str, en: str, welcome_fr: str, welcome_en: str) -> Texts:
    """From the sentence on what the form is, and the one on what comes next. That she chooses freely is said by the
    letter and the page themselves (D15): no manager rewords it away."""
    return {
        "fr": {
            "invitation": fr,
            "nomination": f"Quelqu’un de votre organisation a pensé à vous. {fr}",
            "welcome": welcome_fr,
            "time": TIME["fr"],
        },
        "en": {
            "invitation": en,
            "nomination": f"Someone in your organisation thought of you. {en}",
            "welcome": welcome_en,
            "time": TIME["en"],
        },
    }


INFORMAL = _texts(
    "Ce programme vous permet de choisir vous-même avec qui échanger, parmi les collègues qui se proposent.",
    "This programme lets you choose yourself whom to talk to, among the colleagues who offer their time.",
    "Complétez votre profil, puis parcourez l’annuaire du programme. Une demande courte et précise reçoit vite une "
    "réponse.",
    "Complete your profile, then browse the directory of the programme. A short and precise request is soon answered.",
)
ORGANISED = _texts(
    "Ce programme réunit des personnes proposées ou invitées par les ressources humaines. Chacune dit ses souhaits ; "
    "l’équipe propose un binôme, et rien ne commence sans l’accord des deux.",
    "This programme brings together people whom human resources propose or invite. Each says her or his wishes; the "
    "team proposes a pair, and nothing begins without the agreement of both.",
    "Répondez aux questions et dites vos souhaits : ils comptent. L’équipe vous proposera ensuite un binôme, que vous "
    "accepterez ou non.",
    "Answer the questions and say your wishes: they count. The team will then propose a pair, which you accept or not.",
)
CENTRALISED = _texts(
    "Dans ce programme, une équipe compose tous les binômes en même temps, à partir des réponses et des souhaits de "
    "chaque personne.",
    "In this programme one team makes all the pairs at the same time, from everybody’s answers and wishes.",
    "Répondez aux questions et dites vos souhaits avant la fin des inscriptions. Tous les binômes seront publiés le "
    "même jour.",
    "Answer the questions and say your wishes before enrolment ends. All the pairs will be published on the same day.",
)
DECENTRALISED = _texts(
    "Ce programme est animé sur votre site par un relais local, avec les mêmes règles partout.",
    "This programme is run on your site by a local coordinator, under the same rules everywhere.",
    "Répondez aux questions et dites vos souhaits. Le relais local de votre site est là pour vos questions.",
    "Answer the questions and say your wishes. The local coordinator of your site is there for your questions.",
)
EXTERNAL = _texts(
    "Ce programme relie des personnes en poste et des personnes en études : une heure par mois suffit à ouvrir un "
    "métier à quelqu’un.",
    "This programme links people at work and people who study: one hour a month is enough to open a trade to someone.",
    "Répondez aux questions : les vôtres ne sont pas les mêmes selon que vous étudiez ou travaillez. L’équipe vous "
    "proposera un binôme, et rien ne commence sans l’accord des deux.",
    "Answer the questions: they differ for those who study and those who work. The team will propose a pair, and "
    "nothing begins without the agreement of both.",
)
PEERS = _texts(
    "Dans ce programme, deux personnes s’accompagnent à égalité : à chaque rencontre, l’une écoute et l’autre avance, "
    "puis vous échangez les places.",
    "In this programme two people support each other as equals: at each meeting one listens and the other moves "
    "forward, then you change places.",
    "Répondez aux questions, ce que vous attendez et ce que vous offrez : chaque personne fait l’un et l’autre.",
    "Answer the questions, what you expect and what you offer: everybody does both.",
)
CIRCLES = _texts(
    "Dans ce programme, de petits groupes de trois à six personnes se retrouvent pour s’entraider, sans hiérarchie "
    "entre elles.",
    "In this programme small groups of three to six people meet to help one another, without any hierarchy among them.",
    "Répondez aux questions. Votre cercle sera composé à la fin des inscriptions.",
    "Answer the questions. Your circle will be formed when enrolment ends.",
)
REVERSE = _texts(
    "Dans ce programme, la personne la plus jeune dans la carrière accompagne la plus avancée : usages, outils, regard "
    "neuf.",
    "In this programme the person who is earlier in a career mentors the one further ahead: habits, tools, fresh eyes.",
    "Répondez aux questions. Dans chaque binôme, c’est la personne junior qui mène les échanges.",
    "Answer the questions. In each pair, it is the junior person who leads the meetings.",
)
CROSS_COMPANY = _texts(
    "Ce programme réunit plusieurs organisations : personne n’y échange avec quelqu’un de la sienne, ni d’une "
    "organisation concurrente.",
    "This programme brings several organisations together: nobody is paired inside her or his own, nor with a "
    "competitor.",
    "Répondez aux questions et dites vos souhaits. L’équipe vous proposera quelqu’un d’une autre organisation, et rien "
    "ne commence sans l’accord des deux.",
    "Answer the questions and say your wishes. The team will propose someone of another organisation, and nothing "
    "begins without the agreement of both.",
)
OWN = _texts(
    "Ce programme vous propose d’échanger avec une personne de votre organisation, ou d’une autre.",
    "This programme offers you to talk with someone of your organisation, or of another.",
    "Répondez aux questions et dites vos souhaits. L’équipe vous dira la suite.",
    "Answer the questions and say your wishes. The team will tell you what comes next.",
)
