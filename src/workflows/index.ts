export { conversation } from './conversation/workflow';
export { lateDelivery } from './endpoint/late-delivery';
export { endpoint } from './endpoint/workflow';
export { fetchMedia } from './fetch-media/workflow';
export { greeting } from './greeting/workflow';
export { rating } from './rating/workflow';
export { retention } from './retention/workflow';
