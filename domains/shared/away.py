"""How it looks when a store cannot be reached and the domain has not put it into words itself."""

from beanie.exceptions import CollectionWasNotInitialized
from pymongo.errors import ConnectionFailure
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisSilent

AWAY = (CollectionWasNotInitialized, ConnectionFailure, RedisAway, RedisSilent)
