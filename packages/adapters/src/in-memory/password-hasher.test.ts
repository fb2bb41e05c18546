import { describePasswordHasherContract } from '@cartwright/application/contracts/password-hasher';
import { makeInMemoryPasswordHasher } from './password-hasher.js';

describePasswordHasherContract('in memory', () => makeInMemoryPasswordHasher());
