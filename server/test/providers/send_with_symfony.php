<?php
/* Sends a message with a bridge of Symfony Mailer, unmodified. Reads {"bridge", "dsn", "full"} as JSON, and writes the id of the message. */

error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);
$request = json_decode(stream_get_contents(STDIN), true);
require 'Symfony/Component/HttpClient/autoload.php';
require "Symfony/Component/Mailer/Bridge/{$request['bridge']}/autoload.php";

use Symfony\Component\Mailer\Header\MetadataHeader;
use Symfony\Component\Mailer\Header\TagHeader;
use Symfony\Component\Mailer\Transport;
use Symfony\Component\Mime\Address;
use Symfony\Component\Mime\Email;

$full = $request['full'];
$email = (new Email())
    ->from(new Address($full['from']['address'], $full['from']['name']))
    ->to(new Address($full['to']['address'], $full['to']['name']))
    ->cc($full['cc'])
    ->bcc($full['bcc'])
    ->replyTo($full['replyTo'])
    ->subject($full['subject'])
    ->text($full['text'])
    ->html($full['html'])
    ->attach(base64_decode($full['file']['content']), $full['file']['name'], $full['file']['type'])
    ->embed(base64_decode($full['image']['content']), $full['image']['cid'], $full['image']['type']);
$email->getHeaders()->addTextHeader($full['header']['name'], $full['header']['value']);
$email->getHeaders()->add(new TagHeader($full['tag']));
$email->getHeaders()->add(new MetadataHeader('order', '17'));
echo json_encode(['id' => Transport::fromDsn($request['dsn'])->send($email)->getMessageId()]);
