"""The texts of the invented note in `tests.makers_document`."""

TEXTS = {
    "en": {
        "title": "Drinking water after the flood",
        "series": "Cities learn live",
        "tagline": "What we can already do together",
        "network": "World Table of Cities",
        "alliance": "Alliance for Local Water",
        "introduction": "Rivers in four countries left their beds this spring, and more than a "
        "million people lost their **safe water** within days.\n\nMayors and engineers met from "
        "their offices, from a pumping station and from one boat. They compared what had held "
        "and what had broken:\n\n- mains and *old* wells\n- bills that nobody could pay\n- trust"
        "\n\nMore is told by the [network](https://example.org/wtc).",
        "priorities": "Before anybody spoke, everybody rated which services had to come back "
        "first.",
        "front_line": "Each city had eight minutes. What they reported is set side by side here, "
        "as they approved it.",
        "vision": "Three axes run through all that was said.",
        "closing": "The group meets again in a month, in the same place, with the wells tested.",
        "chair": "Secretary of the Table",
        "speaker": "Hydrologist, University of the Delta",
        "position": "Deputy mayor for public works",
        "quote 1": "Water comes back in a week. Trust in water takes a year, and we had better "
        "begin on the first day.",
        "quote 2": "A city that publishes its bad samples is believed when the samples are good.",
        "question": "Which public services must work again first after a flood?",
        "low": "can wait",
        "high": "at once",
        "caveat": "Those present voted; they do not stand for all cities.",
        "service health": "Health care",
        "service water": "Water and sanitation",
        "service food": "Food markets",
        "service transport": "Public transport",
        "service culture": "Culture",
        "country PL": "Poland",
        "country VN": "Viet Nam",
        "country GR": "Greece",
        "country TN": "Tunisia",
        "association": "Union of Coastal Towns",
        "response title": "Wells mapped street by street",
        "response 0": "Every well was sampled twice and shown on a public map within **36 hours**."
        " Where a sample failed, a tanker came to the same corner each morning.",
        "response 1": "Pumps were raised by two metres.\n\nSchools kept their kitchens open and "
        "gave out boiled water with the meals, so that no family had to queue twice.",
        "response 2": "Bills were suspended for three months:\n\n1. homes first\n2. then small "
        "shops\n3. then everybody below the flood line",
        "response 3": "Volunteers who speak the languages of the port carried the warnings from "
        "door to door.",
        "response common": "A single telephone number for everything to do with water.",
        "challenge 0": "The laboratory can test forty samples a day; four hundred are waiting.",
        "challenge 1": "Two thirds of the mains lie under streets that are still closed.",
        "challenge 2": "No income from bills until autumn, and the loans fall due in June.",
        "challenge 3": "Families in informal quarters have no address to which water could be "
        "brought.",
        "axis 1": "Say what is known, also when it is bad news",
        "axis 2": "Repair for the next flood, not for the last one",
        "axis 3": "Leave nobody without an address behind",
        "heading 1": "Openness",
        "heading 2": "Building back higher",
        "theme 1": "Where figures were published daily, rumours died quickly.",
        "lead 1": "Samples are public property",
        "point 1": "They are published with place, time and result, by whoever took them.",
        "lead 2": "One voice",
        "point 2": "Mayor, hospital and waterworks speak together or not at all.",
        "point 3": "Mistakes are corrected where they were made, with a date.",
    },
    "fr": {
        "title": "L’eau potable après l’inondation",
        "series": "Les villes apprennent en direct",
        "tagline": "Ce que nous pouvons déjà faire ensemble",
        "network": "Table mondiale des villes",
        "alliance": "Alliance pour l’eau locale",
        "introduction": "Ce printemps, les fleuves de quatre pays ont quitté leur lit et plus d’un "
        "million de personnes ont perdu en quelques jours leur **eau saine**.\n\nDes maires et des "
        "ingénieures se sont réunis depuis leur bureau, une station de pompage et une barque. "
        "Elles et ils ont comparé ce qui a tenu et ce qui a cédé :\n\n- les conduites et les "
        "*anciens* puits\n- les factures impossibles à payer\n- la confiance\n\nLe "
        "[réseau](https://example.org/wtc) en dit davantage.",
        "priorities": "Avant toute intervention, chacun a indiqué quels services devaient revenir "
        "en premier.",
        "front_line": "Chaque ville disposait de huit minutes. Leurs récits sont présentés ici "
        "côte à côte, tels qu’elles les ont approuvés.",
        "vision": "Trois axes traversent tout ce qui a été dit.",
        "closing": "Le groupe se retrouvera dans un mois, au même endroit, les puits analysés.",
        "chair": "Secrétaire de la Table",
        "speaker": "Hydrologue, Université du Delta",
        "position": "Adjointe au maire chargée des travaux publics",
        "quote 1": "L’eau revient en une semaine. La confiance dans l’eau demande un an : autant "
        "commencer dès le premier jour.",
        "quote 2": "Une ville qui publie ses mauvais échantillons est crue quand ils sont bons.",
        "question": "Quels services publics doivent fonctionner en premier après une inondation ?",
        "low": "peut attendre",
        "high": "tout de suite",
        "caveat": "Seules les personnes présentes ont voté ; elles ne représentent pas toutes les "
        "villes.",
        "service health": "Soins de santé",
        "service water": "Eau et assainissement",
        "service food": "Marchés alimentaires",
        "service transport": "Transports publics",
        "service culture": "Culture",
        "country PL": "Pologne",
        "country VN": "Viêt Nam",
        "country GR": "Grèce",
        "country TN": "Tunisie",
        "association": "Union des villes côtières",
        "response title": "Les puits cartographiés rue par rue",
        "response 0": "Chaque puits a été analysé deux fois et figuré sur une carte publique en "
        "**36 heures**. Là où l’eau n’était pas saine, une citerne venait chaque matin au même "
        "coin de rue.",
        "response 1": "Les pompes ont été relevées de deux mètres.\n\nLes cantines scolaires sont "
        "restées ouvertes et ont distribué de l’eau bouillie avec les repas, pour qu’aucune "
        "famille ne fasse deux fois la queue.",
        "response 2": "Les factures ont été suspendues pendant trois mois :\n\n1. d’abord les "
        "logements\n2. puis les petits commerces\n3. puis toutes celles et tous ceux qui vivent "
        "sous la ligne des eaux",
        "response 3": "Des bénévoles parlant les langues du port ont porté les alertes de porte en "
        "porte.",
        "response common": "Un seul numéro de téléphone pour tout ce qui touche à l’eau.",
        "challenge 0": "Le laboratoire traite quarante échantillons par jour ; quatre cents "
        "attendent.",
        "challenge 1": "Les deux tiers des conduites passent sous des rues encore fermées.",
        "challenge 2": "Aucune recette avant l’automne, alors que les emprunts arrivent à échéance "
        "en juin.",
        "challenge 3": "Dans les quartiers informels, les familles n’ont pas d’adresse où livrer "
        "de l’eau.",
        "axis 1": "Dire ce que l’on sait, même les mauvaises nouvelles",
        "axis 2": "Réparer pour la prochaine inondation, non pour la dernière",
        "axis 3": "Ne laisser de côté personne qui soit sans adresse",
        "heading 1": "La transparence",
        "heading 2": "Reconstruire plus haut",
        "theme 1": "Là où les chiffres paraissaient chaque jour, les rumeurs se sont vite tues.",
        "lead 1": "Les échantillons appartiennent à tous",
        "point 1": "Ils sont publiés avec le lieu, l’heure et le résultat, par qui les a prélevés.",
        "lead 2": "Une seule voix",
        "point 2": "La mairie, l’hôpital et le service des eaux parlent ensemble ou se taisent.",
        "point 3": "Les erreurs sont corrigées là où elles ont été faites, avec une date.",
    },
    "ar": {
        "title": "مياه الشرب بعد الفيضان",
        "series": "المدن تتعلم مباشرة",
        "tagline": "ما يمكننا أن نفعله معًا منذ الآن",
        "network": "الطاولة العالمية للمدن",
        "alliance": "التحالف من أجل المياه المحلية",
        "introduction": "خرجت الأنهار هذا الربيع عن مجاريها في أربعة بلدان، وفقد أكثر من مليون "
        "شخص **المياه الآمنة** في غضون أيام.\n\nاجتمع رؤساء البلديات والمهندسون من مكاتبهم ومن "
        "محطة ضخ ومن قارب واحد، وقارنوا بين ما صمد وما انكسر:\n\n- الأنابيب والآبار القديمة\n"
        "- فواتير لا يقدر أحد على دفعها\n- الثقة\n\nالمزيد لدى "
        "[الشبكة](https://example.org/wtc).",
        "priorities": "قبل أن يتكلم أحد، قيّم الجميع الخدمات التي يجب أن تعود أولًا.",
        "front_line": "كان لكل مدينة ثماني دقائق. وما قالته معروض هنا جنبًا إلى جنب كما وافقت عليه.",
        "vision": "ثلاثة محاور تجمع كل ما قيل.",
        "closing": "تلتقي المجموعة مجددًا بعد شهر، في المكان نفسه، وقد فُحصت الآبار.",
        "chair": "أمينة الطاولة",
        "speaker": "عالم مياه، جامعة الدلتا",
        "position": "نائبة رئيس البلدية للأشغال العامة",
        "quote 1": "تعود المياه في أسبوع، أما الثقة بالمياه فتحتاج إلى سنة، فلنبدأ من اليوم الأول.",
        "quote 2": "المدينة التي تنشر عيناتها السيئة يصدقها الناس حين تكون العينات جيدة.",
        "question": "ما الخدمات العامة التي يجب أن تعمل أولًا بعد الفيضان؟",
        "low": "يمكن أن تنتظر",
        "high": "فورًا",
        "caveat": "صوّت الحاضرون فقط، وهم لا يمثلون جميع المدن.",
        "service health": "الرعاية الصحية",
        "service water": "المياه والصرف الصحي",
        "service food": "أسواق الغذاء",
        "service transport": "النقل العام",
        "service culture": "الثقافة",
        "country PL": "بولندا",
        "country VN": "فيتنام",
        "country GR": "اليونان",
        "country TN": "تونس",
        "association": "اتحاد المدن الساحلية",
        "response title": "خريطة للآبار شارعًا شارعًا",
        "response 0": "فُحصت كل بئر مرتين وظهرت على خريطة عامة خلال **36 ساعة**. وحيث لم تكن المياه "
        "آمنة كان صهريج يأتي كل صباح إلى الزاوية نفسها.",
        "response 1": "رُفعت المضخات مترين.\n\nوأبقت المدارس مطابخها مفتوحة ووزعت المياه المغلية مع "
        "الوجبات كي لا تقف أي أسرة في الطابور مرتين.",
        "response 2": "عُلّقت الفواتير ثلاثة أشهر:\n\n1. المساكن أولًا\n2. ثم المتاجر الصغيرة\n"
        "3. ثم كل من يسكن تحت خط المياه",
        "response 3": "حمل متطوعون يتكلمون لغات الميناء التحذيرات من باب إلى باب.",
        "response common": "رقم هاتف واحد لكل ما يتعلق بالمياه.",
        "challenge 0": "يستطيع المختبر فحص أربعين عينة في اليوم، وتنتظر أربعمئة.",
        "challenge 1": "يمر ثلثا الأنابيب تحت شوارع لا تزال مغلقة.",
        "challenge 2": "لا دخل من الفواتير حتى الخريف، والقروض مستحقة في يونيو.",
        "challenge 3": "لا عنوان للأسر في الأحياء غير الرسمية كي تصلها المياه.",
        "axis 1": "قول ما هو معروف حتى حين يكون خبرًا سيئًا",
        "axis 2": "الإصلاح من أجل الفيضان المقبل لا الماضي",
        "axis 3": "عدم ترك أي شخص بلا عنوان خلفنا",
        "heading 1": "الانفتاح",
        "heading 2": "إعادة البناء على ارتفاع أعلى",
        "theme 1": "حيث نُشرت الأرقام يوميًا ماتت الشائعات سريعًا.",
        "lead 1": "العينات ملك للجميع",
        "point 1": "تُنشر مع المكان والوقت والنتيجة، وينشرها من أخذها.",
        "lead 2": "صوت واحد",
        "point 2": "تتكلم البلدية والمستشفى ومرفق المياه معًا أو لا تتكلم.",
        "point 3": "تُصحح الأخطاء حيث وقعت، مع ذكر التاريخ.",
    },
}
