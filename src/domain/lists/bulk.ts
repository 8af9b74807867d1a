/** With so many conversations one thing can be done in one request; the console lets no more be selected. */
export const MOST_IN_BULK = 100;
