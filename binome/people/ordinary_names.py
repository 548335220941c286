"""Family names that are also words or first names: « Petit », « Rose ». Nobody can be forbidden to write those.

Without accents and capitals. Not complete, and needn't be: a name that is missing here is refused where it is written
in a text, and one that is here is asked about.
"""

_NAMES = """
abbe abeille abel adam adele adrien agathe agnes aime aimee alain albert alexandre alexis alice alix allard amande ami
amour andre ange anglais anne antoine april arnaud arthur aube aubin aurore avril bailly baptiste barbe barbier baron
bas basile bastien beau bel belle benoit berger bergere bernard berthe bertrand bien blanc blanche bleu blond bois
boisseau bon bonheur bonjour bonne bonnet boucher boulanger bourgeois bourgogne boutin brave breton brice brin brise
brun brune bruno calme camille canal carpentier carre catherine cecile celeste celine cerise chambre champ champagne
chance chapelle charbonnier charles charlotte charpentier charron chateau chaudron chemin chene chevalier christian
christophe clair claire claude clement clerc cloche cochet colette colin collet colombe comte constance constant
cordier corinne cornet couronne court courtois cousin couturier cyril dame damien daniel daniele david de denis denise
des diane didier dieu dimanche dominique doux droit du duc edmond edouard elisabeth elise emile emilie emma enfant
ernest espoir estelle etienne eugene eve fabien fabre fabrice faucon faure felix ferdinand ferrand ferre fete fidele
fille fils flamand flandre fleur fleury flora flore florence florent fontaine forestier forge forgeron fort fournier
franc france frances francois francoise frederic frere froid gabriel gaillard gallois garance garde garnier gaston
gautier genevieve gens gentil georges gerald gerard germain germaine gilbert gilles gloire gracieuse grand grande
grange gras gregoire gris gros grosjean gueret guerin guerre guillaume guy hardi hardy helene henri henriette henry
herbert hermine herve heureux hiver hommes honore hubert hugo hugue hugues humbert ici igor image ines irene iris
isaac isabelle isidore jacob jacques jade janvier jardin jardinier jaune jean jeanne jeremie jerome jeudi jeune joie
joli jolie joly jonas joseph josephine joyeux juillet juin jules julie julien juliette juste justin justine karim la
labbe lac lambert lamotte landes langue laure laurent le leblanc legende leger legrand lejeune lenoir leon leonard les
letort levant leve leveque liberte lille lin lions lise livre loi loiseau lombard long longue lorraine loth louis
louise loup loyal luc lucas luce lucie lumiere lundi lune lyon mace macon madeleine mage mai main maire maison maitre
major malin marc marcel marchand marche mardi maret marguerite mari mariage marie marin marine marquis mars marthe
martin martine massif mathieu mathilde matin maurice maxime medard melodie menard mer merci mercier merle meunier
michel midi minuit miracle moine monde monnet monnier mont montagne morin mouchet moulin mouton neuf nicolas noel noir
noire nord normand nouvel novembre nuit olive olivier or orange oscar ours page pages pain paix palais papillon paquet
parent parfait paris pascal pasquier pasteur patrice patrick paul paule pauline pelerin pelletier pere perle perrin
petit petite pic picard pierre pilote pin place plaine plaisir pluie poirier poisson pomme pommier pont porte portier
potier poulain pre premier prevost prieur prince printemps prudence prudent puis quentin rabbi raymond rayon reine
remi remy renard renaud rene renee reve rey richard riche riviere robert robin roche rocher roger roi roland romain
roman rosa rose rosee rosier rossignol rouge rousseau roussel route roux roy royal royer sabine sable sage saint
sainte salle salomon salut samedi samson samuel sarah saule sauvage savant savoie sebastien septembre serge serre seul
sevrin simon simone sol solange soldat soleil sophie source sud suzanne sylvain sylvestre sylvie tailleur tell temps
terre terrier tessier theo theodore therese thibault thierry thomas tisserand tissier titre tonnelier torrent toulouse
tour tours toussaint traversier tremblay tresor trois urbain vaillant val valentin valentine valerie vallee van
vasseur vendredi verdier vert vial victoire victor vieux vigne vigneron ville villeneuve vincent violet violette
virginie vital vivien voisin voyer yves yvette yvonne zoe
"""
ORDINARY = frozenset(_NAMES.split())
#: What many family names begin with, and says nothing alone.
_BEGINNINGS = "al ben bin da de del der des di dos du el la le les van von"
PARTICLES = frozenset(_BEGINNINGS.split())
