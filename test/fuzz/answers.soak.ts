import { fuzzAnswers } from './answers';

fuzzAnswers(400);
