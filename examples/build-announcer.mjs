/** Announces a build with its output. Usage: make 2>&1 | node examples/build-announcer.mjs HOST:PORT#fingerprint NAME '#build' */
import {text} from 'node:stream/consumers';
import {connect} from 'chat-tui';

const [server, user, room = '#build'] = process.argv.slice(2);
const output = (await text(process.stdin)).trimEnd();

const chat = await connect({server, user}); // the password is taken from CHAT_TUI_PASSWORD
await chat.rooms.join(room);
await chat.send(room, `The build has ended, with ${output.split('\n').length} lines:`);
const {sequences, leftOut} = await chat.send(room, output || '(no output)', {code: true}); // as many messages as it takes
await chat.close();
console.log(`announced in ${sequences.length} messages, ${leftOut} lines left out`);
