/**
 * @file codes.h
 * Stable numbers of error messages: dscore_error.code. Numbers never change; new ones are appended.
 */
#ifndef DESKSCORE_CODES_H
#define DESKSCORE_CODES_H

/** 100-199 general, 200-299 data, 300-399 formula, 400-499 measure, 500-599 weight and score, 600-699 documents. */
enum {
    DSCORE_CODE_NONE = 0,           /**< the status says it all */
    DSCORE_CODE_NULL_ARGUMENT = 100, /**< an argument that must not be NULL is NULL */
    DSCORE_CODE_ALLOCATOR = 101,     /**< the allocator lacks a function or its struct_size */
    DSCORE_CODE_NO_MEMORY = 102,     /**< an allocation failed */
    DSCORE_CODE_BUFFER_SIZE = 103,   /**< the caller's buffer is too small, or its capacity negative */
    DSCORE_CODE_UNIT = 104,          /**< a unit that is not in the closed list */
    DSCORE_CODE_LANGUAGE = 105,      /**< a language other than en and zh */
    DSCORE_CODE_DECIMALS = 106,      /**< a number of decimals outside -1 to 15 */
    DSCORE_CODE_NOT_FINITE = 107,    /**< a NaN or an infinity where a number is needed */
    DSCORE_CODE_THREADS = 108,        /**< a number of threads outside 1 to 1024, or a build without threads */
    DSCORE_CODE_NO_FIELD = 200,       /**< the source has no such field */
    DSCORE_CODE_NO_SOURCE = 201,      /**< the schema has no such source */
    DSCORE_CODE_BAD_FIELD = 202,      /**< a field to be added to a schema is malformed or already there */
    DSCORE_CODE_STRUCT_SIZE = 203,    /**< a struct was not started from its initialiser */
    DSCORE_CODE_STORAGE_TYPE = 204,   /**< the storage type of a column does not serve the field */
    DSCORE_CODE_COLUMN_UNIT = 205,    /**< a time column without a unit, or a unit where there is no time */
    DSCORE_CODE_COLUMN_FORM = 206,    /**< a member of dscore_column is out of range */
    DSCORE_CODE_COLUMN_OFFSETS = 207, /**< offsets of a text column are negative or descend */
    DSCORE_CODE_DICTIONARY = 208,     /**< a dictionary is absent or is not a text column */
    DSCORE_CODE_COLUMN_LENGTH = 209,  /**< columns of one table differ in length */
    DSCORE_CODE_KEY_TYPE = 210,       /**< a column that cannot be a key: floats, decimals, instants, durations */
    DSCORE_CODE_FORMULA_SYNTAX = 300,    /**< a formula does not follow the grammar */
    DSCORE_CODE_FORMULA_HABIT = 301,     /**< a form of SQL, of another language or of a Chinese keyboard */
    DSCORE_CODE_FORMULA_LITERAL = 302,   /**< a number, duration, instant or text that cannot be read */
    DSCORE_CODE_FORMULA_NAME = 303,      /**< an unknown function or parameter; a field: 200 */
    DSCORE_CODE_FORMULA_TYPE = 304,      /**< an operand of the wrong type */
    DSCORE_CODE_FORMULA_LEVEL = 305,     /**< a field outside an aggregate, an aggregate inside one */
    DSCORE_CODE_FORMULA_ARGUMENTS = 306, /**< too few or too many arguments, or `where` where none may stand */
    DSCORE_CODE_FORMULA_LIMIT = 307,     /**< longer, deeper or larger than a formula may be */
    DSCORE_CODE_FORMULA_RANGE = 308,     /**< a constant argument outside its range */
    DSCORE_CODE_FORMULA_PARAMETER = 309, /**< a parameter without a value, or of another type */
    DSCORE_CODE_FORMULA_PLACEMENT = 310, /**< a placement other than event(field) or open(from, until) */
    DSCORE_CODE_FORMULA_UNSUPPORTED = 311, /**< a function that this version cannot compute */
    DSCORE_CODE_FORMULA_KEY_KIND = 312,   /**< a key of integers met text, or the other way round */
    DSCORE_CODE_DEFINITION_NAME = 400,   /**< a name that is not [a-z][a-z0-9_]* */
    DSCORE_CODE_DEFINITION_TWICE = 401,  /**< a field, indicator or parameter that is there already */
    DSCORE_CODE_DEFINITION_WORD = 402,   /**< a member of a definition outside its closed list or range */
    DSCORE_CODE_DEFINITION_TYPE = 403,   /**< a formula, unit or credit of the wrong type */
    DSCORE_CODE_DEFINITION_MEMBER = 404, /**< a member that such a definition does not have */
    DSCORE_CODE_DEFINITION_CYCLE = 405,  /**< a definition made of itself */
    DSCORE_CODE_DEFINITION_NO_PARAMETER = 406, /**< a parameter that the definition lacks */
    DSCORE_CODE_NO_INDICATOR = 407,      /**< the catalogue has no such indicator */
    DSCORE_CODE_PARAMETER_RANGE = 408,   /**< a parameter outside its min and max */
    DSCORE_CODE_SQL_UNSUPPORTED = 409,   /**< an indicator that has no SQL of one query */
    DSCORE_CODE_DEFINITION_CHAIN = 410,  /**< a field read through too many stand-ins, one behind the other */
    DSCORE_CODE_QUERY_KEY = 420,         /**< a key that is empty, reserved or one too many */
    DSCORE_CODE_QUERY_ALIAS = 421,       /**< an alias that is taken or unknown */
    DSCORE_CODE_QUERY_INDICATOR = 422,   /**< an indicator that the catalogue lacks */
    DSCORE_CODE_QUERY_OPTION = 423,      /**< an option, its value or a setting of an item that does not exist */
    DSCORE_CODE_QUERY_TIME = 424,        /**< a range or edges of periods out of order or beyond the limit */
    DSCORE_CODE_QUERY_DOMAIN = 425,      /**< a domain for a field that is no number, or with crossed ends */
    DSCORE_CODE_QUERY_EMPTY = 426,       /**< a query without an item */
    DSCORE_CODE_PLAN_PARAMETER = 430,    /**< a parameter unknown, without a value, or outside its range */
    DSCORE_CODE_PLAN_NOW = 431,          /**< a formula that needs now or an end of the range, in a query without */
    DSCORE_CODE_PLAN_CLOCK = 432,        /**< a clock for an indicator without one, or an unknown clock */
    DSCORE_CODE_PLAN_SETTING = 433,      /**< a setting that does not suit the indicator */
    DSCORE_CODE_PLAN_KEY = 434,          /**< a key that a source does not have, or of a type that cannot be one */
    DSCORE_CODE_PLAN_WHERE = 435,        /**< a condition for a source that no item reads, or that is not boolean */
    DSCORE_CODE_PLAN_UNSUPPORTED = 436,  /**< a function or clock that this version cannot compute */
    DSCORE_CODE_PLAN_LIMIT = 437,        /**< more items, operands or arguments than a plan holds */
    DSCORE_CODE_VALUES_ABSENT = 440,     /**< a source that was not given, or a field that is not bound */
    DSCORE_CODE_STATE_FIELD = 450,       /**< a field, placement or key that an indicator needs is not bound */
    DSCORE_CODE_STATE_BATCH = 451,       /**< a batch that lacks a field which the first batch of its source bound */
    DSCORE_CODE_STATE_KIND = 452,        /**< a key of integers in one table and text in another */
    DSCORE_CODE_STATE_RANGE = 453,       /**< an impossible value under the policy `fail` */
    DSCORE_CODE_STATE_BYTES = 454,       /**< max_state_bytes was reached, or the most that a distinct count holds */
    DSCORE_CODE_STATE_MERGE = 455,       /**< states of different plans, fields or now */
    DSCORE_CODE_STATE_ROLLUP = 456,      /**< a key that the query lacks, or a formula that does not roll up */
    DSCORE_CODE_STATE_TABLE = 457,       /**< a table of another catalogue, or rows it does not have */
    DSCORE_CODE_ROWS = 458,              /**< rows behind a number that cannot be listed */
    DSCORE_CODE_CANCELLED = 459,         /**< the executor asked to stop */
    DSCORE_CODE_STATE_ZONES = 460,       /**< zoneless and zoned instants in one formula */
    DSCORE_CODE_WEIGHT_EMPTY = 500,      /**< a weight table without a node */
    DSCORE_CODE_WEIGHT_MODE = 501,       /**< an unknown mode of weights */
    DSCORE_CODE_WEIGHT_PARENT = 502,     /**< a parent that is no earlier group */
    DSCORE_CODE_WEIGHT_ID = 503,         /**< a group or leaf without an id */
    DSCORE_CODE_WEIGHT_NUMBER = 504,     /**< a weight that is negative or no number */
    DSCORE_CODE_WEIGHT_TWICE = 505,      /**< an id that stands twice in the weights */
    DSCORE_CODE_WEIGHT_DECLARED = 506,   /**< a declared weight of something that is no dimension */
    DSCORE_CODE_WEIGHT_SUM = 507,        /**< weights that add up to nothing, or not to what ABSOLUTE_100 expects */
    DSCORE_CODE_MISSING_POLICY = 508,    /**< an unknown missing policy */
    DSCORE_CODE_RULE_FAMILY = 510,       /**< an unknown family of rules */
    DSCORE_CODE_RULE_NUMBER = 511,       /**< a parameter of a rule that is no number or out of its range */
    DSCORE_CODE_RULE_CHOICE = 512,       /**< an unknown option of a rule */
    DSCORE_CODE_RULE_ORDER = 513,        /**< knots, bands or points of a rule out of order */
    DSCORE_CODE_RULE_DIRECTION = 514,    /**< a direction that is missing or contradicts the points */
    DSCORE_CODE_RULE_CLAMP = 515,        /**< a clamp whose ends are crossed */
    DSCORE_CODE_CARD_EMPTY = 520,        /**< a scorecard without an indicator */
    DSCORE_CODE_CARD_ALIAS = 521,        /**< an alias that is missing, malformed or stands twice */
    DSCORE_CODE_CARD_INDICATOR = 522,    /**< an indicator that the catalogue lacks */
    DSCORE_CODE_CARD_PARAMETER = 523,    /**< a parameter that the indicator lacks */
    DSCORE_CODE_CARD_LEAF = 524,         /**< a leaf without indicator, or an indicator without leaf */
    DSCORE_CODE_CARD_OPTION = 525,       /**< an option of a scorecard out of its range */
    DSCORE_CODE_CARD_GRADE = 526,        /**< grades out of order */
    DSCORE_CODE_SCORE_ALIAS = 530,       /**< an alias of the card that values or query lack or use otherwise */
    DSCORE_CODE_DOCUMENT_SYNTAX = 600,   /**< not JSON, or too long */
    DSCORE_CODE_DOCUMENT_VERSION = 601,  /**< a format version that this library does not read */
    DSCORE_CODE_DOCUMENT_KIND = 602,     /**< another kind of document than asked for */
    DSCORE_CODE_DOCUMENT_MEMBER = 603,   /**< a member that is unknown or missing */
    DSCORE_CODE_DOCUMENT_TYPE = 604,     /**< a value of the wrong JSON type */
    DSCORE_CODE_DOCUMENT_CHOICE = 605,   /**< a word outside its closed list */
    DSCORE_CODE_DOCUMENT_RANGE = 606,    /**< a number out of range */
    DSCORE_CODE_DOCUMENT_NAME = 607,     /**< a name that is malformed, unknown or already taken */
    DSCORE_CODE_DOCUMENT_LITERAL = 608,  /**< a duration, percentage or literal that cannot be read */
    DSCORE_CODE_DOCUMENT_CONFLICT = 609  /**< members that exclude or contradict one another */
};

#endif
