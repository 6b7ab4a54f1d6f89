/** Help, in front of the transcript: the commands and the keys. */
import {Text} from 'ink';
import {safeText} from '../../protocol/text.ts';
import {helpRows, shownHelp, type HelpRow} from '../state/help.ts';
import {helpSize} from '../state/layout.ts';
import type {State} from '../state/state.ts';
import Frame from './Frame.tsx';
import {isAlike} from './is-alike.ts';
import type {PaneProps} from './pane-props.ts';
import {theme} from './theme.ts';
import {useSelect} from './use-select.ts';

export default function Help({store, columns, rows, framed}: PaneProps) {
	const shown = useSelect(store, shownHelp, isAlike);
	const isEnd = useSelect(store, isAtEnd);
	const footer = isEnd ? safeText`Esc closes` : safeText`PgDn for more · Esc closes`;
	return (
		<Frame {...{columns, rows, framed, footer}} marked title={safeText`Help`}>
			{shown.map((row, at) => (
				<HelpLine key={at} row={row} />
			))}
		</Frame>
	);
}

function isAtEnd({help, size}: State): boolean {
	const {columns, rows} = helpSize(size);
	return !help || help.row + rows >= helpRows(help.topic, columns).length;
}

function HelpLine({row: {type, text}}: {readonly row: HelpRow}) {
	const heading = type === 'heading';
	return (
		<Text wrap="truncate" bold={heading} {...(heading && {color: theme.accent})}>
			{text === '' ? ' ' : text}
		</Text>
	);
}
