import { fuzzMcp } from './mcp';

fuzzMcp(250);
