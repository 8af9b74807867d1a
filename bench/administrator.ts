/** The administrator of every desk that the bench starts. */
export const ADMINISTRATOR = {
  email: 'bench@example.com',
  password: 'a password for the bench',
  token: 'bench-administrator',
} as const;
