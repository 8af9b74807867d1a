import type { Tool } from './tool';
import { READING_TOOLS } from './tools/reading';
import { SENDING_TOOLS } from './tools/sending';
import { WRITING_TOOLS } from './tools/writing';

/** Every tool of the MCP server, whichever way it is reached. */
export const TOOLS: readonly Tool[] = [...READING_TOOLS, ...WRITING_TOOLS, ...SENDING_TOOLS];
