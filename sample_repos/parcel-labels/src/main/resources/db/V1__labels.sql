CREATE TABLE label (
    number     CHAR(13)     NOT NULL PRIMARY KEY,
    recipient  VARCHAR(120) NOT NULL,
    street     VARCHAR(120) NOT NULL,
    town       VARCHAR(80)  NOT NULL,
    created_at TIMESTAMP    NOT NULL DEFAULT CURRENT_TIMESTAMP
);
