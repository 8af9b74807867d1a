import { fuzzParser } from './parser';

fuzzParser(3000);
