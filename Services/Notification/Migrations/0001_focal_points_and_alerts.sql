-- Who is told, and what became of the telling. A mail says that something waits and nothing else.

CREATE TABLE focal_points (
    id uuid NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    language text NOT NULL,
    compartment text NOT NULL,
    active boolean NOT NULL DEFAULT true,
    CONSTRAINT focal_points_pkey PRIMARY KEY (id),
    CONSTRAINT one_entry_an_address UNIQUE (email, compartment)
);

CREATE TABLE alerts (
    id uuid NOT NULL,
    about text NOT NULL,
    subject uuid NOT NULL,
    urgency text NOT NULL,
    compartment text NOT NULL,
    raised_at timestamptz NOT NULL,
    CONSTRAINT alerts_pkey PRIMARY KEY (id),
    CONSTRAINT urgency_is_a_class CHECK (urgency ~ '^U[1-4]$')
);

CREATE INDEX alerts_by_time ON alerts (raised_at);

CREATE TABLE alert_mails (
    id uuid NOT NULL,
    alert_id uuid NOT NULL,
    focal_point_id uuid NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    sent_at timestamptz,
    failed_at timestamptz,
    failure text,
    CONSTRAINT alert_mails_pkey PRIMARY KEY (id),
    CONSTRAINT one_mail_an_alert_and_person UNIQUE (alert_id, focal_point_id),
    CONSTRAINT mail_belongs_to_an_alert FOREIGN KEY (alert_id) REFERENCES alerts (id),
    CONSTRAINT mail_goes_to_a_focal_point FOREIGN KEY (focal_point_id) REFERENCES focal_points (id),
    CONSTRAINT sent_or_failed CHECK (sent_at IS NULL OR failed_at IS NULL)
);

CREATE INDEX alert_mails_due ON alert_mails (next_attempt_at) WHERE sent_at IS NULL AND failed_at IS NULL;

GRANT SELECT ON focal_points TO amparo_notification_app;
GRANT SELECT, INSERT ON alerts, alert_mails TO amparo_notification_app;
GRANT UPDATE (attempts, next_attempt_at, sent_at, failed_at, failure) ON alert_mails TO amparo_notification_app;
