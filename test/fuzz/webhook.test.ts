import { fuzzWebhook } from './webhook';

fuzzWebhook(400);
