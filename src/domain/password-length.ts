/** How long a password has to be. Long rather than odd (ASVS 5, 6.2): there are no rules of composition. */
export const SHORTEST_PASSWORD = 15;
export const LONGEST_PASSWORD = 256;
