"""What is wrong with a file of boundaries or one of its features."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop

TOO_LARGE = Sentence(
    "boundaries_too_large",
    gettext_noop("The file has {size} MB, and at most {limit} MB can be read. Import the area in parts."),
)
UNKNOWN_FORMAT = Sentence(
    "boundaries_unknown_format",
    gettext_noop(
        "The file is neither GeoJSON, GeoPackage nor a zipped Shapefile. Export it in one of these formats."
    ),
)
NOT_A_SHAPEFILE = Sentence(
    "boundaries_not_a_shapefile",
    gettext_noop(
        "The zip holds {number} Shapefiles (.shp), and one is needed. Zip one Shapefile with its parts."
    ),
)
PART_MISSING = Sentence(
    "boundaries_part_missing",
    gettext_noop("The zip lacks {part}, without which {shapefile} cannot be read. Add that part to the zip."),
)
BROKEN_ZIP = Sentence(
    "boundaries_broken_zip",
    gettext_noop("The zip cannot be opened; it may be cut off. Make or send it again."),
)
UNREADABLE = Sentence(
    "boundaries_unreadable",
    gettext_noop(
        "The file cannot be read: {reason}. Open it in a map program, export it again, and import that."
    ),
)
SEVERAL_LAYERS = Sentence(
    "boundaries_several_layers",
    gettext_noop("The file holds several layers ({layers}). Say which one, or export one layer."),
)
NO_LAYER = Sentence(
    "boundaries_no_layer",
    gettext_noop('The file has no layer "{layer}". It has: {layers}. Choose one of these.'),
)
EMPTY = Sentence("boundaries_empty", gettext_noop("The file holds no features. Export the layer again."))
TOO_MANY = Sentence(
    "boundaries_too_many",
    gettext_noop(
        "The file holds {number} features, and at most {limit} can be imported. Import the area in parts."
    ),
)
NO_REFERENCE_SYSTEM = Sentence(
    "boundaries_no_reference_system",
    gettext_noop(
        "The file does not say its coordinate reference system (a Shapefile says it in its .prj part). "
        "Export it with one."
    ),
)
NO_FIELD = Sentence(
    "boundaries_no_field",
    gettext_noop(
        "The file has no field that holds a code or a name. Its fields are: {fields}. Say which one it is."
    ),
)
NOT_AN_AREA = Sentence(
    "feature_not_an_area",
    gettext_noop(
        "Feature {number} is a {kind}; a boundary is a polygon, and a place's point is one point. Leave it out."
    ),
)
NO_GEOMETRY = Sentence(
    "feature_no_geometry",
    gettext_noop("Feature {number} has no geometry. Draw it, or leave the feature out."),
)
INVALID = Sentence(
    "feature_invalid",
    gettext_noop(
        "Feature {number} is not a valid area: {reason}. Mend it in a map program (repair geometries)."
    ),
)
CROSSES_ITSELF = Sentence(
    "feature_crosses_itself",
    gettext_noop(
        "Feature {number} is not a valid area: its line crosses itself at {latitude}, {longitude}. Mend it in a map "
        "program (repair geometries)."
    ),
)
NOT_ON_EARTH = Sentence(
    "feature_not_on_earth",
    gettext_noop(
        "Feature {number} lies outside the Earth's coordinates, so the file's reference system is not the one it "
        "says. Export it again with the right one."
    ),
)
ELSEWHERE = Sentence(
    "feature_elsewhere",
    gettext_noop(
        "Feature {number} lies {distance} km from {name}. Latitude and longitude may be swapped, or the reference "
        "system wrong. Check where it lies."
    ),
)
NO_MATCH = Sentence(
    "feature_no_match",
    gettext_noop(
        'Feature {number} ("{value}") is no place of {parent} that exists. Mend its name or code, or add it.'
    ),
)
SEVERAL_MATCHES = Sentence(
    "feature_several_matches",
    gettext_noop(
        'Feature {number} ("{value}") can be several places: {codes}. Give it a code instead of a name.'
    ),
)
TWICE = Sentence(
    "feature_twice",
    gettext_noop(
        "Features {first} and {number} are both {name}. Join them into one feature, or mend a code."
    ),
)
CANNOT_ADD = Sentence(
    "feature_cannot_add",
    gettext_noop("Feature {number} cannot be added as a place: {reason}"),
)
SAME_CODE = Sentence(
    "feature_same_code", gettext_noop('the code "{code}" is another place\'s. Mend the code in the file.')
)
GONE = Sentence(
    "import_gone",
    gettext_noop(
        "This import was applied already, or its preview was thrown away after a day. Upload the file again."
    ),
)
UNKNOWN_PARENT = Sentence(
    "import_unknown_parent",
    gettext_noop('There is no place with the code "{code}". Look it up and try again.'),
)
