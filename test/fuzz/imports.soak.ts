import { fuzzImports } from './imports';

fuzzImports(150);
