/**
 * The length of a password. Length counts, not kinds of characters (ASVS 5, 6.2), so there are no composition rules.
 */
export const SHORTEST_PASSWORD = 15;
export const LONGEST_PASSWORD = 256;
