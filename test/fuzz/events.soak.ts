import { fuzzEvents } from './events';

fuzzEvents(300);
