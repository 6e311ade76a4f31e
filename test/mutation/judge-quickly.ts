/** Properties judge a mutant: the same cases for every one, and the first failure suffices, however large it is. */
import fc from 'fast-check';

fc.configureGlobal({ seed: 20_261_124, endOnFailure: true });
