export { conversation } from './conversation';
export { greeting } from './greeting';
