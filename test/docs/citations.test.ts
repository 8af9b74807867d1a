/** Pages that comments and pages cite are in the repository, and so are the places in them. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
