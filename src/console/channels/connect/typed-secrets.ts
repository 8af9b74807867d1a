/** Secrets typed in this visit that WeChat's page asks for as well. They are not stored. */
export type TypedSecrets = { readonly token?: string; readonly encodingAesKey?: string };
