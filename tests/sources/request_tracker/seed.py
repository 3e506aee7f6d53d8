"""What the Request Tracker of the tests is set up with: queues, people, fields, rights, a lifecycle."""

# Reads for Deskwise, with the rights the page on Request Tracker asks for and no other.
READER = "reader"
# Was forgotten when rights to comments were granted, and sees one queue only.
HALF_BLIND = "halfblind"

SEED = """
my @queues = ('Support', 'Second line', 'Problems');
@Queues = (
  (map +{ Name => $_ }, @queues),
  { Name => 'Repairs', Lifecycle => 'repairs' },
);
push @queues, 'Repairs';
my @agents = qw(ana bea cal);
@Users = (
  (map +{ Name => $_, EmailAddress => "$_\\@desk.test", Privileged => 1, Password => "$_-secret" },
    @agents, 'reader', 'halfblind'),
  { Name => 'eva@customer.example', EmailAddress => 'eva@customer.example', Organization => 'Example Ltd' },
);
my %of_tickets = (LookupType => 'RT::Queue-RT::Ticket', ApplyTo => [@queues]);
@CustomFields = (
  { Name => 'Category', Type => 'SelectSingle', %of_tickets,
    Values => [ map +{ Name => $_ }, qw(Access Billing Hardware) ] },
  { Name => 'Satisfaction', Type => 'SelectSingle', %of_tickets, Values => [ map +{ Name => $_ }, 1 .. 5 ] },
  { Name => 'Serial number', Type => 'FreeformSingle', %of_tickets },
);
my @working = qw(SeeQueue ShowTicket ShowTicketComments CreateTicket ReplyToTicket CommentOnTicket
  ModifyTicket OwnTicket TakeTicket StealTicket ReassignTicket DeleteTicket Watch SeeCustomField
  ModifyCustomField);
sub allowed { my ($user, $queue, @rights) = @_;
  return { UserId => $user, ObjectType => 'RT::Queue', Queue => $queue, Right => [@rights] } }
@ACL = (
  (map +{ GroupDomain => 'SystemInternal', GroupType => 'Everyone', ObjectType => 'RT::Queue', Queue => $_,
    Right => [qw(CreateTicket ReplyToTicket)] }, @queues),
  (map { my $agent = $_; map { allowed($agent, $_, @working) } @queues } @agents),
  { UserId => 'reader', ObjectType => 'RT::System',
    Right => [qw(SeeQueue ShowTicket ShowTicketComments SeeCustomField)] },
  allowed('halfblind', 'Support', qw(SeeQueue ShowTicket)),
);
1;
"""

# Repairs has two statuses of its own: one the tests explain to Deskwise, and one they do not.
LIFECYCLES = """
my @any = ('open', 'stalled', 'at the workshop', 'waiting for parts', 'resolved', 'rejected', 'deleted');
Set(%Lifecycles,
  repairs => {
    initial => ['new'],
    active => ['open', 'stalled', 'at the workshop', 'waiting for parts'],
    inactive => ['resolved', 'rejected', 'deleted'],
    defaults => { on_create => 'new' },
    transitions => { '' => ['new', @any], map { $_ => [@any] } 'new', @any },
    rights => { '* -> *' => 'ModifyTicket' },
  },
);
"""
