// The promises of the port, kept by the GitHub adapter over real HTTP.
import { openGithubGround } from './github-ground.ts';
import { lastPromisesOf } from './last-promises.ts';
import { promisesOf } from './promises.ts';

promisesOf('GitHub', openGithubGround);
lastPromisesOf('GitHub', openGithubGround);
