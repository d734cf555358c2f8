// The promises of the port, kept by the GitHub adapter over real HTTP.
import { openGithubGround } from './github-ground.ts';
import { lastPromisesOf } from './last-promises.ts';
import { plainPromisesOf, promisesOf } from './promises.ts';

promisesOf('GitHub', openGithubGround);
plainPromisesOf('GitHub', () => openGithubGround({ plain: true }));
lastPromisesOf('GitHub', openGithubGround);
