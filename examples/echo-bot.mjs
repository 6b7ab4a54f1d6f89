/** Answers every direct message with its own text. Usage: node examples/echo-bot.mjs HOST:PORT#fingerprint NAME */
import {connect} from 'chat-tui';

const [server, user] = process.argv.slice(2);
const chat = await connect({server, user}); // the password is taken from CHAT_TUI_PASSWORD
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => chat.close());
console.log(`${chat.user} answers at ${chat.server}`);

for await (const event of chat.events()) {
	if (event.type === 'closed' && event.error) throw event.error;
	if (event.type !== 'message' || event.isOwn) continue;
	const isDirect = event.conversation.includes('+');
	if (isDirect) await chat.send(event.conversation, event.text);
}
