export { conversation } from './conversation/workflow';
export { fetchMedia } from './fetch-media/workflow';
export { greeting } from './greeting/workflow';
