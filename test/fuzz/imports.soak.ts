import { fuzzImports } from './imports';

fuzzImports(250);
