import { fuzzMcp } from './mcp';

fuzzMcp(400);
