#!/bin/sh
# The roles and the database, made once when the container's server has no data yet.
set -eu
psql --username postgres --set ON_ERROR_STOP=1 \
  --set owner="$TSA_OWNER_PASSWORD" --set app="$TSA_APP_PASSWORD" --set backup="$TSA_BACKUP_PASSWORD" <<'SQL'
CREATE ROLE tsa_owner  LOGIN CREATEDB BYPASSRLS PASSWORD :'owner';
CREATE ROLE tsa_app    LOGIN NOBYPASSRLS PASSWORD :'app';
CREATE ROLE tsa_backup LOGIN BYPASSRLS PASSWORD :'backup';
ALTER  ROLE tsa_app SET idle_in_transaction_session_timeout = '60s';
ALTER  ROLE tsa_app SET transaction_timeout = '5min';
CREATE DATABASE tsa OWNER tsa_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
SQL
