/** The API takes no more ids in one request. */
export const MOST_IN_BULK = 100;
