/** Draws the list of chats of a narrow screen, in one line. */
import {Text} from 'ink';
import {countText, ownText, type ContactRow} from '../state/chats/contacts.ts';
import {compactChats, GAP, moreText} from '../state/view/compact-contacts.ts';
import {isAlike} from '../../terminal/ui/is-alike.ts';
import type {State} from '../state/model/state.ts';
import type {PaneProps} from '../../terminal/ui/pane-props.ts';
import {colourOf, presenceLook, presenceSign, theme} from '../../terminal/ui/theme.ts';
import {useSelect} from '../../terminal/ui/use-select.ts';

export default function CompactContacts({store}: PaneProps<State>) {
	const {chats, more} = useSelect(store, compactChats, isAlike);
	const marked = useSelect(store, ({pane}) => pane === 'contacts');
	return (
		<Text wrap="truncate">
			{chats.map(({row}, at) => (
				<Text key={row.id}>
					{at > 0 && ' '.repeat(GAP)}
					<Chat row={row} marked={marked} />
				</Text>
			))}
			{more > 0 && (
				<Text dimColor>
					{' '.repeat(GAP)}
					{moreText(more)}
				</Text>
			)}
		</Text>
	);
}

function Chat({row, marked}: {readonly row: ContactRow; readonly marked: boolean}) {
	const {label, open, chosen, person, presence, mentions, failed} = row;
	const count = countText(row);
	return (
		<Text bold={open} inverse={marked && chosen}>
			{marked && chosen ? '›' : open ? '▸' : ' '}
			{presence && <Text {...presenceLook[presence]}>{presenceSign[presence]}</Text>}
			<Text {...(person && {color: colourOf(person)})}>{label}</Text>
			<Text color={failed ? theme.bad : theme.accent}>{ownText(row)}</Text>
			<Text color={mentions > 0 ? theme.warning : theme.accent}>{count && ` ${count}`}</Text>
		</Text>
	);
}
