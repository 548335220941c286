"""Countries and languages, by their ISO codes, with their French and English names. Pure data and two readings."""

_COUNTRIES = """
AF Afghanistan/Afghanistan|ZA Afrique du Sud/South Africa|AL Albanie/Albania|DZ Algérie/Algeria|DE Allemagne/Germany
AD Andorre/Andorra|AO Angola/Angola|AI Anguilla/Anguilla|AG Antigua-et-Barbuda/Antigua and Barbuda
SA Arabie saoudite/Saudi Arabia|AR Argentine/Argentina|AM Arménie/Armenia|AW Aruba/Aruba|AU Australie/Australia
AT Autriche/Austria|AZ Azerbaïdjan/Azerbaijan|BS Bahamas/Bahamas|BH Bahreïn/Bahrain|BD Bangladesh/Bangladesh
BB Barbade/Barbados|BE Belgique/Belgium|BZ Belize/Belize|BJ Bénin/Benin|BM Bermudes/Bermuda|BT Bhoutan/Bhutan
BY Biélorussie/Belarus|MM Birmanie/Myanmar|BO Bolivie/Bolivia|BA Bosnie-Herzégovine/Bosnia and Herzegovina
BW Botswana/Botswana|BR Brésil/Brazil|BN Brunei/Brunei|BG Bulgarie/Bulgaria|BF Burkina Faso/Burkina Faso
BI Burundi/Burundi|KH Cambodge/Cambodia|CM Cameroun/Cameroon|CA Canada/Canada|CV Cap-Vert/Cape Verde
CF Centrafrique/Central African Republic|CL Chili/Chile|CN Chine/China|CY Chypre/Cyprus|CO Colombie/Colombia
KM Comores/Comoros|CG Congo/Congo|CD Congo (République démocratique)/Congo (Democratic Republic)
KP Corée du Nord/North Korea|KR Corée du Sud/South Korea|CR Costa Rica/Costa Rica|CI Côte d’Ivoire/Ivory Coast
HR Croatie/Croatia|CU Cuba/Cuba|CW Curaçao/Curaçao|DK Danemark/Denmark|DJ Djibouti/Djibouti|DM Dominique/Dominica
EG Égypte/Egypt|AE Émirats arabes unis/United Arab Emirates|EC Équateur/Ecuador|ER Érythrée/Eritrea|ES Espagne/Spain
EE Estonie/Estonia|SZ Eswatini/Eswatini|US États-Unis/United States|ET Éthiopie/Ethiopia|FJ Fidji/Fiji
FI Finlande/Finland|FR France/France|GA Gabon/Gabon|GM Gambie/Gambia|GE Géorgie/Georgia|GH Ghana/Ghana
GI Gibraltar/Gibraltar|GR Grèce/Greece|GD Grenade/Grenada|GL Groenland/Greenland|GP Guadeloupe/Guadeloupe
GT Guatemala/Guatemala|GG Guernesey/Guernsey|GN Guinée/Guinea|GQ Guinée équatoriale/Equatorial Guinea
GW Guinée-Bissau/Guinea-Bissau|GY Guyana/Guyana|GF Guyane/French Guiana|HT Haïti/Haiti|HN Honduras/Honduras
HK Hong Kong/Hong Kong|HU Hongrie/Hungary|IM Île de Man/Isle of Man|MU Île Maurice/Mauritius
KY Îles Caïmans/Cayman Islands|CK Îles Cook/Cook Islands|FO Îles Féroé/Faroe Islands|MH Îles Marshall/Marshall Islands
SB Îles Salomon/Solomon Islands|TC Îles Turques-et-Caïques/Turks and Caicos Islands
VG Îles Vierges britanniques/British Virgin Islands|VI Îles Vierges des États-Unis/US Virgin Islands|IN Inde/India
ID Indonésie/Indonesia|IQ Irak/Iraq|IR Iran/Iran|IE Irlande/Ireland|IS Islande/Iceland|IL Israël/Israel|IT Italie/Italy
JM Jamaïque/Jamaica|JP Japon/Japan|JE Jersey/Jersey|JO Jordanie/Jordan|KZ Kazakhstan/Kazakhstan|KE Kenya/Kenya
KG Kirghizistan/Kyrgyzstan|KI Kiribati/Kiribati|XK Kosovo/Kosovo|KW Koweït/Kuwait|RE La Réunion/Réunion|LA Laos/Laos
LS Lesotho/Lesotho|LV Lettonie/Latvia|LB Liban/Lebanon|LR Liberia/Liberia|LY Libye/Libya|LI Liechtenstein/Liechtenstein
LT Lituanie/Lithuania|LU Luxembourg/Luxembourg|MO Macao/Macao|MK Macédoine du Nord/North Macedonia
MG Madagascar/Madagascar|MY Malaisie/Malaysia|MW Malawi/Malawi|MV Maldives/Maldives|ML Mali/Mali|MT Malte/Malta
MA Maroc/Morocco|MQ Martinique/Martinique|MR Mauritanie/Mauritania|YT Mayotte/Mayotte|MX Mexique/Mexico
FM Micronésie/Micronesia|MD Moldavie/Moldova|MC Monaco/Monaco|MN Mongolie/Mongolia|ME Monténégro/Montenegro
MS Montserrat/Montserrat|MZ Mozambique/Mozambique|NA Namibie/Namibia|NR Nauru/Nauru|NP Népal/Nepal
NI Nicaragua/Nicaragua|NE Niger/Niger|NG Nigeria/Nigeria|NU Niue/Niue|NO Norvège/Norway
NC Nouvelle-Calédonie/New Caledonia|NZ Nouvelle-Zélande/New Zealand|OM Oman/Oman|UG Ouganda/Uganda
UZ Ouzbékistan/Uzbekistan|PK Pakistan/Pakistan|PW Palaos/Palau|PS Palestine/Palestine|PA Panama/Panama
PG Papouasie-Nouvelle-Guinée/Papua New Guinea|PY Paraguay/Paraguay|NL Pays-Bas/Netherlands|PE Pérou/Peru
PH Philippines/Philippines|PL Pologne/Poland|PF Polynésie française/French Polynesia|PR Porto Rico/Puerto Rico
PT Portugal/Portugal|QA Qatar/Qatar|DO République dominicaine/Dominican Republic|RO Roumanie/Romania
GB Royaume-Uni/United Kingdom|RU Russie/Russia|RW Rwanda/Rwanda|BL Saint-Barthélemy/Saint Barthélemy
KN Saint-Christophe-et-Niévès/Saint Kitts and Nevis|SM Saint-Marin/San Marino|MF Saint-Martin/Saint Martin
SX Saint-Martin (partie néerlandaise)/Sint Maarten|PM Saint-Pierre-et-Miquelon/Saint Pierre and Miquelon
VC Saint-Vincent-et-les-Grenadines/Saint Vincent and the Grenadines|LC Sainte-Lucie/Saint Lucia
SV Salvador/El Salvador|WS Samoa/Samoa|ST Sao Tomé-et-Principe/São Tomé and Príncipe|SN Sénégal/Senegal
RS Serbie/Serbia|SC Seychelles/Seychelles|SL Sierra Leone/Sierra Leone|SG Singapour/Singapore|SK Slovaquie/Slovakia
SI Slovénie/Slovenia|SO Somalie/Somalia|SD Soudan/Sudan|SS Soudan du Sud/South Sudan|LK Sri Lanka/Sri Lanka
SE Suède/Sweden|CH Suisse/Switzerland|SR Suriname/Suriname|SY Syrie/Syria|TJ Tadjikistan/Tajikistan|TW Taïwan/Taiwan
TZ Tanzanie/Tanzania|TD Tchad/Chad|CZ Tchéquie/Czechia|TH Thaïlande/Thailand|TL Timor oriental/East Timor|TG Togo/Togo
TO Tonga/Tonga|TT Trinité-et-Tobago/Trinidad and Tobago|TN Tunisie/Tunisia|TM Turkménistan/Turkmenistan
TR Turquie/Turkey|TV Tuvalu/Tuvalu|UA Ukraine/Ukraine|UY Uruguay/Uruguay|VU Vanuatu/Vanuatu|VA Vatican/Vatican
VE Venezuela/Venezuela|VN Viêt Nam/Vietnam|WF Wallis-et-Futuna/Wallis and Futuna|YE Yémen/Yemen|ZM Zambie/Zambia
ZW Zimbabwe/Zimbabwe
"""

_LANGUAGES = """
fr français/French|en anglais/English|ar arabe/Arabic|es espagnol/Spanish|pt portugais/Portuguese|de allemand/German
it italien/Italian|nl néerlandais/Dutch|lb luxembourgeois/Luxembourgish|pl polonais/Polish|ro roumain/Romanian
ru russe/Russian|uk ukrainien/Ukrainian|el grec/Greek|tr turc/Turkish|sv suédois/Swedish|da danois/Danish
no norvégien/Norwegian|fi finnois/Finnish|is islandais/Icelandic|hu hongrois/Hungarian|cs tchèque/Czech
sk slovaque/Slovak|sl slovène/Slovenian|hr croate/Croatian|sr serbe/Serbian|bs bosnien/Bosnian|bg bulgare/Bulgarian
mk macédonien/Macedonian|sq albanais/Albanian|et estonien/Estonian|lv letton/Latvian|lt lituanien/Lithuanian
ga irlandais/Irish|ca catalan/Catalan|eu basque/Basque|br breton/Breton|co corse/Corsican|oc occitan/Occitan
gsw alsacien/Alsatian|gcf créole antillais/Antillean Creole|gcr créole guyanais/Guianese Creole
rcf créole réunionnais/Réunion Creole|mfe créole mauricien/Mauritian Creole|ht créole haïtien/Haitian Creole
ty tahitien/Tahitian|wls wallisien/Wallisian|ber berbère/Berber|he hébreu/Hebrew|fa persan/Persian|ps pachto/Pashto
ku kurde/Kurdish|hy arménien/Armenian|ka géorgien/Georgian|az azéri/Azerbaijani|kk kazakh/Kazakh|hi hindi/Hindi
ur ourdou/Urdu|bn bengali/Bengali|ta tamoul/Tamil|pa pendjabi/Punjabi|ne népalais/Nepali|zh chinois/Chinese
ja japonais/Japanese|ko coréen/Korean|vi vietnamien/Vietnamese|th thaï/Thai|km khmer/Khmer|lo laotien/Lao
id indonésien/Indonesian|ms malais/Malay|tl tagalog/Tagalog|mg malgache/Malagasy|sw swahili/Swahili|wo wolof/Wolof
bm bambara/Bambara|ff peul/Fula|ln lingala/Lingala|ee éwé/Ewe|am amharique/Amharic|so somali/Somali|ha haoussa/Hausa
yo yoruba/Yoruba|rw kinyarwanda/Kinyarwanda|kg kikongo/Kikongo|snk soninké/Soninke|dyu dioula/Dyula
cpf créole/Creole|lsf langue des signes française/French Sign Language
"""


def _table(text: str) -> dict[str, tuple[str, str]]:
    rows = (row.strip().split(" ", 1) for line in text.strip().splitlines() for row in line.split("|"))
    return {code: (names.split("/")[0], names.split("/")[1]) for code, names in rows}


#: code: (French name, English name); countries in the French alphabetical order, languages by how often they are met.
COUNTRIES = _table(_COUNTRIES)
LANGUAGES = _table(_LANGUAGES)


def country_name(code: str, language: str = "fr") -> str:
    """A code that the table lacks is its own name."""
    return COUNTRIES.get(code, (code, code))[language == "en"]


def language_name(code: str, language: str = "fr") -> str:
    return LANGUAGES.get(code, (code, code))[language == "en"]
