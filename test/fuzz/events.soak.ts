import { fuzzEvents } from './events';

fuzzEvents(200);
