import pg from "pg";

const INT8 = 20;

/** Order numbers and counts come as numbers, not as strings: none of ours comes near 2^53. */
export const numbersAsNumbers: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format as "text"),
};
