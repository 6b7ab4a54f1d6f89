/** Lists other chats for the terminal, which the client is compared with where they are installed. */

type TerminalClient = {
	readonly name: string;
	/** @param home a folder of its own, for a start without settings of the user */
	readonly args: (home: string) => string[];
	/** What stands on the first full frame. */
	readonly shown: string;
};

export const terminalClients: readonly TerminalClient[] = [
	{name: 'irssi', args: home => ['--home', home, '--noconnect'], shown: '[(status)]'},
	{name: 'weechat-curses', args: home => ['--dir', home, '--no-connect'], shown: '1:weechat'},
];
