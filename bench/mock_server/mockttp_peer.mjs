// The Node peer: mockttp with one route that answers as mock_server's /ok does. Prints its port once it listens.
//
//   node mockttp_peer.mjs FOLDER_WITH_NODE_MODULES
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const { getLocal } = createRequire(resolve(process.argv[2], 'package.json'))('mockttp');
const server = getLocal();
await server.start();
const body = '{"id":1,"name":"widget","ok":true}';
// Without a length mockttp would end the connection to end the answer.
await server.forGet('/ok').thenReply(200, body, {
  'Content-Type': 'application/json',
  'Content-Length': String(body.length),
});
console.log(server.port);
