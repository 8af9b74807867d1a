/**
 * Paths are matched as they are written: by default Express answers `/Metrics` like `/metrics`, and whoever blocks a path
 * in front of it, as a reverse proxy does, compares with the case.
 */
import express, { type Express, Router } from 'express';

/** An app whose own paths are matched by case, and that does not say what it is made with. Its routers need {@link createExactRouter}. */
export function createExactApp(): Express {
  const app = express();
  app.disable('x-powered-by');
  app.enable('case sensitive routing');
  return app;
}

/** A router whose paths are matched by case. It does not inherit that from the app. */
export function createExactRouter(): Router {
  return Router({ caseSensitive: true });
}
