import { fuzzParser } from './parser';

fuzzParser(2_000);
