/** How many conversations one request can change. The console does not let more be selected. */
export const MOST_IN_BULK = 100;
